import { useRef } from 'react'
import { newIdempotencyKey } from '#ui/idempotency-key.ts'

/** One idempotency key per filled-in form: pressing again after a lost answer repeats it, a success starts a new one. */
export function useSubmitKey(): { current: string; renew: () => void } {
  const key = useRef(newIdempotencyKey())
  return {
    get current() {
      return key.current
    },
    renew: () => {
      key.current = newIdempotencyKey()
    },
  }
}
