import { fetchLinkedPhotos } from '@haowu/server/domain/media/fetch-linked-photos.ts'
import type { JobDeps } from '../job-deps.ts'

export async function fetchPhotos(deps: JobDeps): Promise<void> {
  await fetchLinkedPhotos(deps)
}
