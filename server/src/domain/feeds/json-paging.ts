import { FeedError } from '#domain/feed-error.ts'
import type { FeedPaging } from './feed-config.ts'
import { compilePath, toText } from './map-item.ts'

export interface PagePlace {
  url: string
}

export interface ReadPage {
  place: PagePlace
  body: unknown
  /** Items on the page. */
  rows: number
  link: string | undefined
  /** Items there should still be; null when the source does not say. */
  left: number | null
}

/** Where the next page is; null after the last one. */
export function nextPage(paging: FeedPaging, page: ReadPage): PagePlace | null {
  switch (paging.kind) {
    case 'none':
      return null
    case 'page':
      return isLast(paging.size, page) ? null : counted(page.place, paging.parameter, 1)
    case 'offset':
      return isLast(paging.size, page) ? null : counted(page.place, paging.parameter, paging.size)
    case 'cursor': {
      const cursor = toText(compilePath(paging.path)(page.body))
      return cursor === '' ? null : withParameter(page.place, paging.parameter, cursor)
    }
    case 'link':
      return linked(page)
  }
}

/** A page that is not full is the last one, unless the source says that there are more: then it is asked, until it gives none. */
function isLast(size: number, { rows, left }: ReadPage): boolean {
  return rows === 0 || (left === null ? rows < size : left === 0)
}

function counted({ url }: PagePlace, parameter: string, by: number): PagePlace {
  const next = new URL(url)
  next.searchParams.set(parameter, String(Number(next.searchParams.get(parameter)) + by))
  return { url: next.href }
}

function withParameter({ url }: PagePlace, parameter: string, value: string): PagePlace {
  const next = new URL(url)
  next.searchParams.set(parameter, value)
  return { url: next.href }
}

/** RFC 8288. The next page of a source is at the source: keys go nowhere else. */
function linked({ place, link }: ReadPage): PagePlace | null {
  const target = link?.match(/<([^>]{1,2000})>\s*;[^<]*\brel="?next"?/i)?.[1]
  if (target === undefined) return null
  if (!URL.canParse(target, place.url)) throw new FeedError('redirect_refused', { why: 'unreadable' })
  const next = new URL(target, place.url)
  if (next.origin !== new URL(place.url).origin)
    throw new FeedError('redirect_refused', { why: 'other_host' })
  return { url: next.href }
}
