import { InvalidOptionError } from '@sdex/primitives'
import type { Requester } from './createRequester.ts'
import type { Answer } from './parseAnswer.ts'
import { checkCall } from './reads/checkInput.ts'
import type { RawAnswer, RawRequests } from './types/raw.ts'

/** Makes raw requests of a requester. */
export function createRawRequests(requester: Requester): RawRequests {
  return {
    get: async (pathAndQuery, call) => {
      checkCall(call)
      const { pathname, searchParams } = parsePath(pathAndQuery)
      return raw(await requester.get(pathname, Object.fromEntries(searchParams), call))
    },
    post: async (path, form, call) => {
      checkCall(call)
      return raw(await requester.post(parsePath(path).pathname, form, call))
    },
  }
}

function raw({ status, headers, json }: Answer): RawAnswer {
  return { status, headers, body: json() }
}

function parsePath(text: string): URL {
  const url = text.startsWith('/') && !text.startsWith('//') ? URL.parse(`http://server${text}`) : null
  if (url !== null) return url
  throw new InvalidOptionError({
    message: 'The path does not begin with one slash.',
    remedy: 'Write it like /ledgers?limit=1.',
    input: text,
  })
}
