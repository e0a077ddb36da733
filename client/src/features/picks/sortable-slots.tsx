import { StyleInjector } from '@dnd-kit/dom'
import { DragDropProvider } from '@dnd-kit/react'
import { isSortable, useSortable } from '@dnd-kit/react/sortable'
import { useTranslation } from 'react-i18next'
import { SlotCard, type SlotProps } from '#features/picks/slot-card.tsx'
import { Icon } from '#ui/icon.tsx'

// Styles without the page's nonce would be refused.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

/** The list with handles: dragged by finger or mouse, lifted with space and moved with the arrows. */
export function SortableSlots({ rows, label }: { rows: SlotProps[]; label: string }) {
  return (
    <DragDropProvider
      plugins={defaults => [...defaults, StyleInjector.configure({ nonce })]}
      onDragEnd={({ canceled, operation: { source } }) => {
        if (canceled || !isSortable(source) || source.index === source.initialIndex) return
        rows[source.initialIndex]?.onMove(source.index + 1)
      }}
    >
      <ol className="slots" aria-label={label}>
        {rows.map(row => (
          <SortableSlot key={row.slot.slotId} {...row} />
        ))}
      </ol>
    </DragDropProvider>
  )
}

function SortableSlot(row: SlotProps) {
  const { t } = useTranslation('picks')
  const { ref, handleRef } = useSortable({ id: row.slot.slotId, index: row.index })
  return (
    <SlotCard
      {...row}
      ref={ref}
      handle={
        <button
          ref={handleRef}
          type="button"
          className="button slot-handle"
          data-kind="quiet"
          data-icon-only
          aria-label={t('dragWhat', { title: row.slot.title })}
        >
          <Icon name="grip" />
        </button>
      }
    />
  )
}
