import type { Db } from './db/database.ts'
import { pushScans } from './gateways/carrier-simulator/push-scans.ts'
import { deliverDuePushes } from './gateways/channel-simulator/deliver-pushes.ts'
import { type MessageDelivery, startDelivery } from './gateways/message-delivery.ts'
import { deliverDueCallbacks } from './gateways/rail-simulator/deliver-callbacks.ts'
import type { Secrets } from './secrets.ts'

const AT_ONCE = 20

interface SimulatorSettings {
  db: Db
  secrets: Secrets
  /** Where this process itself listens. */
  localUrl: string
  onError: (error: unknown) => void
}

/** The outside parties that tell us by themselves, each at our own webhook: the rail, a shop platform, the carriers. */
export function startSimulators({ db, secrets, localUrl, onError }: SimulatorSettings): MessageDelivery {
  const receiver = (path: string, secret: Buffer) => ({ secret, notifyUrl: new URL(path, localUrl).href })
  const rail = receiver('/rail/webhook', secrets.railWebhook)
  const channel = receiver('/channel/kuaishou/webhook', secrets.channelWebhook)
  const carriers = receiver('/carrier/webhook', secrets.carrierWebhook)
  let scannedUntil: Date | null = null
  const deliveries = [
    startDelivery({
      deliverDue: async () => (await deliverDueCallbacks(db, rail, AT_ONCE)) === AT_ONCE,
      pollMillis: 500,
      onError,
    }),
    startDelivery({
      deliverDue: async () => (await deliverDuePushes(db, channel, AT_ONCE)) === AT_ONCE,
      pollMillis: 1_000,
      onError,
    }),
    startDelivery({
      deliverDue: async () => {
        scannedUntil = await pushScans(db, carriers, scannedUntil)
        return false
      },
      pollMillis: 5_000,
      onError,
    }),
  ]
  return {
    async stop() {
      await Promise.all(deliveries.map(delivery => delivery.stop()))
    },
  }
}
