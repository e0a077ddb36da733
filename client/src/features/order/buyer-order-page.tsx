export function BuyerOrderPage() {
  return null
}
