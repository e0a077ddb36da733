export function LedgerOrdersPage() {
  return null
}
