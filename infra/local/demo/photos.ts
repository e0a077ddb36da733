import { matchMedia } from '@haowu/server/domain/media/match-media.ts'
import { receiveArchive } from '@haowu/server/domain/media/receive-archive.ts'
import { photographBag } from '@haowu/server/gateways/camera-simulator/photograph-bag.ts'
import { photographBack, photographFront } from '@haowu/server/gateways/camera-simulator/photograph-phone.ts'
import { writeZip } from '@haowu/server/gateways/write-zip.ts'
import { sql } from 'kysely'
import type { Player } from './cast.ts'
import type { Stage } from './stage.ts'

interface Bare {
  sku: string
  categoryCode: string
  brand: string
  model: string
  color: string
  material: string
}

/** The supplier photographs what has no picture yet and drops all of it as one archive, the codes for names. */
export async function photographStock(stage: Stage, { partyId, memberId }: Player): Promise<void> {
  const { rows } = await sql<Bare>`
    SELECT supplier_sku AS sku, category_code, coalesce(brand, '') AS brand, coalesce(model, '') AS model,
      coalesce(spec ->> 'color', '') AS color, coalesce(spec ->> 'material', '') AS material
    FROM item WHERE supplier_id = ${partyId} AND photos = '[]'::jsonb ORDER BY supplier_sku
  `.execute(stage.db)
  const archive = writeZip(rows.flatMap(photosOf))
  const body = (async function* () {
    yield archive
  })()
  const upload = { supplierId: partyId, memberId, fileName: '实拍图.zip', body }
  const { batchId } = await receiveArchive(stage, upload)
  await matchMedia(stage, batchId)
}

function photosOf(piece: Bare): { name: Buffer; content: Buffer }[] {
  const named = (content: Buffer, at: number) => ({
    name: Buffer.from(`${piece.sku}_${at + 1}.png`),
    content,
  })
  return piece.categoryCode === 'luxury_bag'
    ? [photographBag(piece)].map(named)
    : [photographBack(piece), photographFront(piece.color)].map(named)
}
