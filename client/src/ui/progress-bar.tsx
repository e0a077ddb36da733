import { useId } from 'react'

/** How far something is, 0 to 1, with its name and the percentage in words. Without `part` it only says that it runs. */
export function ProgressBar({
  label,
  part,
  note,
}: {
  label: string
  part?: number | undefined
  note?: string
}) {
  const id = useId()
  const percent = part === undefined ? undefined : Math.round(Math.min(1, Math.max(0, part)) * 100)
  return (
    <div className="progress-frame">
      <div className="progress-label">
        <span id={id}>{label}</span>
        <span className="numeric secondary">{note ?? (percent === undefined ? '' : `${percent}%`)}</span>
      </div>
      <div
        className="progress"
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        data-unknown={percent === undefined || undefined}
      >
        <span style={{ width: `${percent ?? 35}%` }} />
      </div>
    </div>
  )
}
