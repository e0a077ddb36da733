import { Icon } from '#ui/icon.tsx'
import './file-choice.css'

/** One file of this device, by a button in the page's own words, because a browser's speaks the browser's language; beside it its name. */
export function FileChoice({ label, accept, file, onChoose }: FileChoiceProps) {
  return (
    <div className="row">
      <label className="button file-choice">
        <Icon name="upload" size={18} />
        {label}
        <input
          className="visually-hidden"
          type="file"
          accept={accept}
          onChange={event => {
            const [chosen] = event.target.files ?? []
            if (chosen) onChoose(chosen)
            // The same file again, mended meanwhile, is a choice too.
            event.target.value = ''
          }}
        />
      </label>
      {file ? <span className="small file-choice-name">{file.name}</span> : null}
    </div>
  )
}

type FileChoiceProps = {
  label: string
  accept: string
  file: File | null
  onChoose: (file: File) => void
}
