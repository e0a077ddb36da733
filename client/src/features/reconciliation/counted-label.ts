/** What waits for a person stands behind the name; nothing stands for nothing. */
export function countedLabel(name: string, count: number): string {
  return count > 0 ? `${name} ${count}` : name
}
