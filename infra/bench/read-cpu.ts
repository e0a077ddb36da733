import { readdirSync, readFileSync } from 'node:fs'
import type pg from 'pg'

/** Linux counts processor time in hundredths of a second for every process, whatever its kernel's timer. */
const TICKS_PER_SECOND = 100

/** Where the fields of /proc/<pid>/stat stand once the name, which may hold blanks, is cut off. */
const FIELD = { parent: 1, user: 11, system: 12, childrenUser: 13, childrenSystem: 14 } as const

/** The process that all backends are children of. */
export async function findPostmaster(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
  return statOf(rows[0].pid)[FIELD.parent] ?? 0
}

/** Seconds that this instance has used: its postmaster, children that live and children that have ended. */
export function readPostgresCpu(postmaster: number): number {
  const own = statOf(postmaster)
  let ticks = ticksOf(own) + (own[FIELD.childrenUser] ?? 0) + (own[FIELD.childrenSystem] ?? 0)
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = statOf(Number(name))
    if (stat[FIELD.parent] === postmaster) ticks += ticksOf(stat)
  }
  return ticks / TICKS_PER_SECOND
}

/** Seconds that this process has used, all threads. */
export function readNodeCpu(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Numbers after the name; empty when the process has just ended. */
function statOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
  } catch {
    return []
  }
}

function ticksOf(stat: number[]): number {
  return (stat[FIELD.user] ?? 0) + (stat[FIELD.system] ?? 0)
}
