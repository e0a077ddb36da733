import { useEffect, useEffectEvent, useState } from 'react'
import { type OwnOrder, readOwnOrders } from '#features/room/own-orders.ts'

/** What this tab began to buy in the room; `onReturn` when the browser shows the page as it was left for the cashier. */
export function useOwnOrders(roomCode: string, onReturn: () => void): OwnOrder[] {
  const [orders, setOrders] = useState(() => readOwnOrders(roomCode))
  const returned = useEffectEvent(({ persisted }: PageTransitionEvent) => {
    if (!persisted) return
    setOrders(readOwnOrders(roomCode))
    onReturn()
  })
  useEffect(() => {
    const onShow = (event: PageTransitionEvent) => returned(event)
    window.addEventListener('pageshow', onShow)
    return () => window.removeEventListener('pageshow', onShow)
  }, [])
  return orders
}
