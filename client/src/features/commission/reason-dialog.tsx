import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

/** Asks for some words before an act that the other side reads about. */
export function ReasonDialog({
  title,
  label,
  act,
  required = false,
  most = 300,
  busy,
  error,
  children,
  onClose,
  onSubmit,
}: {
  title: string
  label: string
  act: string
  required?: boolean
  most?: number
  busy: boolean
  error: unknown
  children?: ReactNode
  onClose: () => void
  onSubmit: (words: string) => void
}) {
  const { t } = useTranslation('commissions')
  return (
    <Dialog title={title} onClose={onClose}>
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ words: '' }}
        onFinish={({ words }: { words: string }) => onSubmit(words)}
      >
        {children}
        <Form.Item
          name="words"
          label={label}
          rules={required ? [{ required: true, whitespace: true, message: t('reasonNeeded') }] : []}
        >
          <Input.TextArea rows={3} maxLength={most} showCount />
        </Form.Item>
        <MutationError error={error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={busy}>
            {act}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
