import { useEventName } from '#features/finance/event-name.ts'

/** What moved the money, and the number of the entry and of the leg in it. */
export function LegEvent({ leg }: { leg: { kind: string; transactionId: string | number; seq: number } }) {
  const eventName = useEventName()
  return (
    <div className="stack-tight">
      <span>{eventName(leg.kind)}</span>
      <span className="small secondary mono">
        #{leg.transactionId}-{leg.seq}
      </span>
    </div>
  )
}
