import path from 'node:path'

/** The folder of the clone we run in. */
export const CHECKOUT = path.join(import.meta.dirname, '../..')

/** Everything that running leaves behind: database, uploaded files, secret, logs. Git ignores it, `--reset` removes it. */
export const DATA_DIR = path.join(CHECKOUT, '.data')
