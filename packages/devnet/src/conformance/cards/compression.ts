import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import type { Card } from '../card.ts'
import { matches, same } from '../expectations.ts'

const source = 'Horizon: compression of hal+json'

/** What deflate means is read both ways in the world: with zlib's frame, or without. */
function inflate(bytes: Uint8Array): string {
  const hasFrame = bytes[0] === 0x78
  return (hasFrame ? inflateSync(bytes) : inflateRawSync(bytes)).toString()
}

/** Bodies that are sent compressed. */
export const compressionCards: readonly Card[] = [
  {
    number: 426,
    title: 'HAL is deflated for whoever takes that alone',
    source,
    run: async ({ get }) => {
      const { headers, bytes } = await get('/ledgers?limit=1', { 'Accept-Encoding': 'deflate' })
      same('Content-Encoding', headers['content-encoding'], 'deflate')
      same('beginning', inflate(bytes).slice(0, 13), '{\n  "_links":')
    },
  },
  {
    number: 427,
    title: 'whoever takes both gets gzip, in whichever order it names them',
    source,
    run: async ({ get }) => {
      const { headers, bytes } = await get('/ledgers?limit=1', { 'Accept-Encoding': 'deflate, gzip' })
      same('Content-Encoding', headers['content-encoding'], 'gzip')
      same('beginning', gunzipSync(bytes).toString().slice(0, 13), '{\n  "_links":')
    },
  },
  {
    number: 428,
    title: 'a compressed answer says that it varies with the encoding, and not how long it is',
    source,
    run: async ({ get }) => {
      const { headers } = await get('/ledgers?limit=1', { 'Accept-Encoding': 'gzip' })
      matches('Vary', headers.vary, /\bAccept-Encoding\b/i)
      same('Content-Length', headers['content-length'], undefined)
    },
  },
]
