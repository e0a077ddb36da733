/** `754_000` → `"12:34"`, from an hour on `"1:02:03"`. Rounds up, so that "0:00" means over. */
export function formatDuration(ms: number): string {
  const total = Math.ceil(ms / 1_000)
  const [hours, minutes, seconds] = [Math.floor(total / 3_600), Math.floor((total % 3_600) / 60), total % 60]
  const two = (part: number) => part.toString().padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}
