// Runs on the machine's own Node (20 or newer) before anything is installed: plain JavaScript, no dependencies.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'

const root = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..')
const OLDEST_NODE = 20
/** The oldest Node that runs our TypeScript as it is. */
const OUR_NODE = 24
/** Every process of ours reads the same TypeScript: compiled once, it starts in less time and with 17 MB less. */
const COMPILED = path.join(root, 'node_modules/.cache/compiled')

/** Makes sure of Node and the dependencies, then runs `script` with Node 24 and ends with its exit code. */
export async function runVerb(script, { step = '' } = {}) {
  refuseUnsupportedMachine()
  await installDependencies(step)
  runToTheEnd(findNode24(), [path.join(root, script), ...process.argv.slice(2)])
}

function refuseUnsupportedMachine() {
  if (nodeMajor() < OLDEST_NODE) {
    refuse(
      `This needs Node ${OLDEST_NODE} or newer and found ${process.version}: install one from https://nodejs.org.`,
    )
  }
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    refuse(
      `This runs on Linux (x64 or arm64), not on ${process.platform} ${process.arch}: use WSL, a container or a virtual machine.`,
    )
  }
}

async function installDependencies(step) {
  if (dependenciesAreCurrent()) {
    if (step) console.log(`${step} Dependencies are in place`)
    return
  }
  console.log(`${step ? `${step} ` : ''}Installing dependencies (a minute or so, once)…`)
  const started = Date.now()
  const { code, output } = await runNpm([
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-progress',
    '--loglevel=error',
  ])
  if (code !== 0) {
    console.error(output.trim().split('\n').slice(-15).join('\n'))
    refuse(
      'Dependencies could not be installed: npm says why above. Check the network and the disk, then try again.',
    )
  }
  console.log(`      installed in ${Math.round((Date.now() - started) / 1000)} s`)
}

/** True when what npm noted down at its last complete install is what package-lock.json asks for. */
function dependenciesAreCurrent() {
  const installed = readPackages('node_modules/.package-lock.json')
  if (!installed) return false
  const wanted = readPackages('package-lock.json') ?? {}
  return Object.entries(wanted).every(([place, { version, link, optional }]) => {
    if (!place.includes('node_modules/') || link) return true
    if (optional && !installed[place]) return true
    return installed[place]?.version === version
  })
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages
  } catch {
    return undefined
  }
}

function runNpm(args) {
  // Inside `npm start` this is the npm that was called; on its own, whichever is on the PATH.
  const npm = process.env.npm_execpath
  const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : [npm ?? 'npm']
  const child = spawn(command, [...first, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
  const patience = setInterval(() => console.log('      still installing…'), 20_000)
  return new Promise(resolve => {
    const finish = (code, text) => {
      clearInterval(patience)
      resolve({ code, output: text })
    }
    child.on('error', error => finish(1, `npm could not be run: ${error.message}`))
    child.on('close', code => finish(code, output))
  })
}

function findNode24() {
  if (nodeMajor() >= OUR_NODE) return process.execPath
  const node = path.join(root, `node_modules/node-linux-${process.arch}/bin/node`)
  if (!existsSync(node)) {
    refuse(
      `Node ${OUR_NODE} from npm is missing: run \`npm ci --include=optional\`, or install Node ${OUR_NODE} yourself.`,
    )
  }
  // Read-only checkouts keep the mode that npm wrote, which is already right.
  try {
    chmodSync(node, 0o755)
  } catch {}
  if (spawnSync(node, ['--version']).status !== 0) {
    refuse(
      `Node ${OUR_NODE} from npm does not run on this Linux (it needs glibc): install Node ${OUR_NODE} yourself.`,
    )
  }
  return node
}

function runToTheEnd(node, args) {
  const bins = [path.dirname(node), path.join(root, 'node_modules/.bin')]
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    // The fourth channel says nothing. That it closes tells the child that we are gone, even after kill -9.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      NODE_COMPILE_CACHE: COMPILED,
      ...process.env,
      PATH: [...bins, process.env.PATH].join(path.delimiter),
    },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  stopWithNpm(() => child.kill('SIGTERM'))
  child.on('error', error => refuse(`Node ${OUR_NODE} could not be run: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

/** npm that is killed tells nobody; its children would run on, and hold the port. */
function stopWithNpm(stop) {
  if (!process.env.npm_lifecycle_event) return
  const npm = process.ppid
  setInterval(() => process.ppid === npm || stop(), 1_000).unref()
}

function nodeMajor() {
  return Number(process.versions.node.split('.')[0])
}

function refuse(sentence) {
  console.error(`\n${sentence}`)
  process.exit(1)
}
