import { type Asset, formatAmount, MAX_STROOPS, type Stroops } from '@sdex/primitives'
import { invalidOption } from '../invalidOption.ts'
import type { HorizonClient } from '../types/client.ts'
import { parseRecords } from '../wire/page.ts'
import { parsePath } from '../wire/path.ts'
import type { Ask } from './ask.ts'
import { checkAccountIds, checkAssets, checkAtMostOne } from './checkInput.ts'
import { assetList, assetQuery } from './queries.ts'

/** Ways from one asset to another. */
export type PathReads = Pick<HorizonClient, 'strictSendPaths' | 'strictReceivePaths'>

export function pathReads(ask: Ask): PathReads {
  const read = (body: unknown) => parseRecords(body, parsePath)
  return {
    strictSendPaths: async (options) => {
      const { sourceAsset, sourceAmount, destinationAssets, destinationAccount, ...call } = options
      checkAmount('sourceAmount', sourceAmount)
      checkAssets([sourceAsset])
      checkEnds({ destinationAssets, destinationAccount })
      checkAccountIds({ destinationAccount })
      const query = {
        ...assetQuery('source_', sourceAsset),
        source_amount: formatAmount(sourceAmount),
        destination_assets: assetList(destinationAssets),
        destination_account: destinationAccount,
      }
      return ask.stateOf({ path: '/paths/strict-send', query, call, read })
    },
    strictReceivePaths: async (options) => {
      const { destinationAsset, destinationAmount, sourceAssets, sourceAccount, ...call } = options
      checkAmount('destinationAmount', destinationAmount)
      checkAssets([destinationAsset])
      checkEnds({ sourceAssets, sourceAccount })
      checkAccountIds({ sourceAccount })
      const query = {
        ...assetQuery('destination_', destinationAsset),
        destination_amount: formatAmount(destinationAmount),
        source_assets: assetList(sourceAssets),
        source_account: sourceAccount,
      }
      return ask.stateOf({ path: '/paths/strict-receive', query, call, read })
    },
  }
}

const MAX_ASSETS = 15

/** Assets or an account, one of both. */
function checkEnds(ends: Readonly<Record<string, readonly Asset[] | string | undefined>>): void {
  checkAtMostOne(ends)
  for (const [name, end] of Object.entries(ends)) {
    if (end === undefined) continue
    if (typeof end === 'string') return
    checkAssets(end)
    if (end.length > 0 && end.length <= MAX_ASSETS) return
    throw invalidOption(name, `${end.length} assets`, `1 to ${MAX_ASSETS} assets`)
  }
  throw invalidOption('the other end', undefined, Object.keys(ends).join(' or '))
}

function checkAmount(name: string, amount: Stroops): void {
  if (amount <= 0n || amount > MAX_STROOPS) throw invalidOption(name, amount, 'stroops from 1 to 2^63 - 1')
}
