import { CHANNEL_ROW_PROBLEMS } from '@haowu/shared/channel-orders.ts'
import { z } from 'zod'
import { postFile } from '#api/post-file.ts'

const answer = z.object({
  ready: z.number(),
  known: z.number(),
  problems: z.array(
    z.object({
      line: z.number(),
      orderNo: z.string(),
      problem: z.enum(CHANNEL_ROW_PROBLEMS),
      found: z.string(),
    }),
  ),
})
export type OrdersLook = z.infer<typeof answer>

/** Looks at a file of orders, or takes it. */
export async function sendOrders(file: File, act: 'look' | 'take'): Promise<OrdersLook> {
  return answer.parse(await postFile(`/api/channel-orders?do=${act}`, file))
}
