import { once } from 'node:events'
import { connect } from 'node:net'
import { requestApply } from '@haowu/server/domain/imports/request-apply.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { expect, test } from 'vitest'
import { openImportScene } from './import-scene.ts'
import { FILES, uploadFile } from './import-story.ts'
import { lockTable } from './kill-worker.ts'
import { QUEUE_STORES } from './queue-stores.ts'

/** Nobody helps here: what the queue forgot, the outbox delivers again after ten seconds or so. */
test.runIf(QUEUE_STORES.includes('redis'))(
  'FLUSHALL in the middle of an import, while its worker lives and when it is killed with it: the import ends by itself',
  async () => {
    await using scene = await openImportScene('redis')
    const supplierId = await buildParty(scene.db, 'supplier')

    const reached = scene.bucket.holdAt(Math.floor(Buffer.byteLength(FILES.first) / 2))
    const importId = await uploadFile(scene, supplierId, FILES.first)
    await reached
    await flushAll(scene.queuesUrl)
    scene.bucket.release()
    await scene.reach(importId, 'previewed')

    {
      await using reports = await lockTable(scene, 'report')
      await requestApply(scene, { supplierId, importId })
      await reports.anImportWaits()
      await flushAll(scene.queuesUrl)
      await scene.jobs.killAndRestart()
    }
    await scene.reach(importId, 'applied')

    const { rows } = await scene.owner.query(
      `SELECT count(*)::int AS items, count(report_id)::int AS reports,
         (SELECT count(*)::int FROM item_history) AS changes FROM item`,
    )
    expect(rows).toEqual([{ items: 2_000, reports: 2_000, changes: 0 }])
    expect(scene.jobs.ownEnds).toEqual([])
  },
  240_000,
)

async function flushAll(redisUrl: string): Promise<void> {
  const socket = connect(Number(new URL(redisUrl).port), '127.0.0.1')
  socket.write('FLUSHALL\r\n')
  const [answer] = await once(socket, 'data')
  socket.destroy()
  expect(String(answer)).toBe('+OK\r\n')
}
