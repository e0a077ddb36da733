import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openShop } from './import-shop.ts'

/** Imports one file for a new supplier, then tells its parent the most memory it held, in MiB. */
const [url = '', file = ''] = process.argv.slice(2)
const folder = await mkdtemp(path.join(tmpdir(), 'haowu-bench-child-'))
const shop = await openShop(url, folder)
await shop.importStored(await shop.upload(await shop.newSupplier(), file))
await shop.close()
await rm(folder, { recursive: true, force: true })
process.send?.(Math.round(process.resourceUsage().maxRSS / 1_024))
process.disconnect()
