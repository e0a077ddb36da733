import { timingSafeEqual } from 'node:crypto'
import { type Request, type RequestHandler, Router } from 'express'
import { z } from 'zod'
import { ERP_PICTURES_PATH, ERP_SIMULATOR_KEY, ERP_SIMULATOR_PATH } from '#gateways/erp-simulator/erp-door.ts'
import { photographBack, photographFront } from '#gateways/camera-simulator/photograph-phone.ts'
import { type ErpItem, erpItems } from '#gateways/erp-simulator/erp-goods.ts'

const asked = z.object({
  page: z.coerce.number().int().min(1).default(1),
  size: z.coerce.number().int().min(1).max(100).default(100),
})

/** The simulated ERP of the demo's supplier: a key, pages, a total, and one item by its code, as such systems have them. */
export function erpSimulator(): Router {
  const router = Router()
  router.get(ERP_SIMULATOR_PATH, refuseStranger, (request, response) => {
    const { success, data } = asked.safeParse(request.query)
    if (!success) {
      response.status(400).json({ error: 'page and size are whole numbers' })
      return
    }
    const items = erpItems(new Date())
    const from = (data.page - 1) * data.size
    const list = items.slice(from, from + data.size).map(item => withPictures(request, item))
    response.json({ code: 0, data: { total: items.length, list } })
  })
  router.get(`${ERP_SIMULATOR_PATH}/:code`, refuseStranger, (request, response) => {
    const item = erpItems(new Date()).find(({ code }) => code === request.params['code'])
    if (item) response.json({ code: 0, data: withPictures(request, item) })
    else response.status(404).json({ error: 'no such code' })
  })
  router.get(`${ERP_PICTURES_PATH}/:code/:side.png`, (request, response) => {
    const { code, side } = request.params
    const goods = erpItems(new Date()).find(item => item.code === code)?.goods
    if (goods && side === 'back') response.type('png').send(photographBack(goods))
    else if (goods && side === 'front') response.type('png').send(photographFront(goods.color))
    else response.status(404).json({ error: 'no such picture' })
  })
  return router
}

/** An ERP names its pictures by whole addresses, under the host it was asked by. */
function withPictures(request: Request, item: ErpItem) {
  const place = `${request.protocol}://${request.get('host')}${ERP_PICTURES_PATH}/${item.code}`
  return { ...item, pictures: [`${place}/back.png`, `${place}/front.png`] }
}

const EXPECTED = Buffer.from(`Bearer ${ERP_SIMULATOR_KEY}`)

const refuseStranger: RequestHandler = (request, response, next) => {
  const given = Buffer.from(request.get('authorization') ?? '')
  if (given.length === EXPECTED.length && timingSafeEqual(given, EXPECTED)) next()
  else response.status(401).json({ error: 'unknown key' })
}
