import { encode } from 'uqr'

/** A QR code a screen reader can name, with the address printed under it for whoever cannot scan. */
export function QrCode({ text, label, size = 160 }: { text: string; label: string; size?: number }) {
  const { data, size: modules } = encode(text, { border: 2 })
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('')
  return (
    <figure className="qr">
      <svg role="img" aria-label={label} width={size} height={size} viewBox={`0 0 ${modules} ${modules}`}>
        <path d={path} fill="#000" shapeRendering="crispEdges" />
      </svg>
      <figcaption className="small secondary">{text.replace(/^https?:\/\//, '')}</figcaption>
    </figure>
  )
}
