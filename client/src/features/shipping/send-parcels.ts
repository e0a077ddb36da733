import { z } from 'zod'
import { postFile } from '#api/post-file.ts'

const PROBLEMS = [
  'order_unknown',
  'order_state',
  'order_twice',
  'carrier_name',
  'carrier_unknown',
  'tracking_form',
  'tracking_twice',
  'tracking_taken',
] as const

const answer = z.object({
  ready: z.number(),
  known: z.number(),
  problems: z.array(
    z.object({
      line: z.number(),
      orderNo: z.string(),
      trackingNo: z.string(),
      problem: z.enum(PROBLEMS),
    }),
  ),
})
export type ParcelsLook = z.infer<typeof answer>

/** Looks at a table of tracking numbers, or ships by it. */
export async function sendParcels(file: File, act: 'look' | 'ship'): Promise<ParcelsLook> {
  return answer.parse(await postFile(`/api/parcels?do=${act}`, file))
}
