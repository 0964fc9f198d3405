/** What a client asks for. */
export type MediaType = 'hal' | 'stream' | 'raw'

const OFFERED: readonly { readonly name: string; readonly media: MediaType }[] = [
  { name: 'application/hal+json', media: 'hal' },
  { name: 'application/json', media: 'hal' },
  { name: 'text/event-stream', media: 'stream' },
  { name: 'application/octet-stream', media: 'raw' },
]

/** The media type that an `Accept` header prefers, or undefined when it names none that is here. */
export function negotiate(accept: string | undefined): MediaType | undefined {
  if (accept === undefined || accept.trim() === '') return 'hal'
  const ranges = accept.split(',').map(parseRange)
  ranges.sort((a, b) => b.quality - a.quality) // stable: the order of the header decides among equals
  for (const { name, quality } of ranges) {
    const offer = OFFERED.find((candidate) => quality > 0 && covers(name, candidate.name))
    if (offer !== undefined) return offer.media
  }
  return undefined
}

function parseRange(text: string): { readonly name: string; readonly quality: number } {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))
  return { name, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 }
}

function covers(range: string, name: string): boolean {
  return range === '*/*' || range === name || (range.endsWith('/*') && name.startsWith(range.slice(0, -1)))
}
