import { useSyncExternalStore } from 'react'
import type { Tone } from '#ui/tokens.ts'

export type Toast = { id: number; text: string; tone: Tone; undo?: (() => void) | undefined }

const VISIBLE_MS = { plain: 5_000, undo: 10_000 }
let toasts: Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

/** Says what just happened: seen as a toast, heard through the shell's polite live region. */
export function showToast(text: string, options: { tone?: Tone; undo?: () => void } = {}): void {
  const toast: Toast = { id: nextId++, text, tone: options.tone ?? 'success', undo: options.undo }
  set([...toasts.slice(-2), toast])
  setTimeout(() => dismissToast(toast.id), options.undo ? VISIBLE_MS.undo : VISIBLE_MS.plain)
}

export function dismissToast(id: number): void {
  set(toasts.filter(toast => toast.id !== id))
}

export function useToasts(): Toast[] {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
}

function set(next: Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}
