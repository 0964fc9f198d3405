import { Buffer } from 'node:buffer'
import type { DataEntry } from '../../ledger/entries.ts'
import { type ApiRequest, parameter, pathAccount } from '../apiRequest.ts'
import { invalidField, notFound, ProblemError } from '../problem.ts'
import type { HorizonData, Route } from '../route.ts'

const MAX_NAME_BYTES = 64

export function accountDataRoutes(data: HorizonData): readonly Route[] {
  return [
    {
      path: '/accounts/{account_id}/data/{key}',
      family: 'state',
      streams: true,
      open: (request) => {
        const name = entryName(request)
        return {
          type: 'object',
          read: () => {
            const { value, sponsor } = findEntry(data, name)
            return { value, sponsor: sponsor ?? undefined }
          },
          isNews: (last, now) => last !== now, // value and sponsor are all there is
        }
      },
      raw: (request) => Buffer.from(findEntry(data, entryName(request)).value, 'base64'),
    },
  ]
}

type EntryName = { readonly accountId: string; readonly name: string }

function entryName(request: ApiRequest): EntryName {
  const accountId = pathAccount(request)
  const name = parameter(request, 'key')
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return { accountId, name }
  throw invalidField('key', `${name} does not validate as length(1|${MAX_NAME_BYTES})`)
}

function findEntry({ state }: HorizonData, { accountId, name }: EntryName): DataEntry {
  const entry = state.data(accountId, name)
  if (entry !== undefined) return entry
  throw new ProblemError(notFound)
}
