import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

type WordsProps = {
  title: string
  children: ReactNode
  texts: { label: string; hint: string; needed: string; send: string; cancel: string }
  busy: boolean
  error: unknown
  onClose: () => void
  onSubmit: (words: string) => void
}

/** Some words of one side that the other reads as they are. */
export function WordsDialog({ title, children, texts, busy, error, onClose, onSubmit }: WordsProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ words: '' }}
        onFinish={({ words }: { words: string }) => onSubmit(words.trim())}
      >
        <Form.Item
          name="words"
          label={texts.label}
          extra={texts.hint}
          rules={[{ required: true, min: 4, whitespace: true, message: texts.needed }]}
        >
          <Input.TextArea rows={4} maxLength={500} showCount />
        </Form.Item>
        <MutationError error={error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button type="submit" kind="primary" busy={busy}>
            {texts.send}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
