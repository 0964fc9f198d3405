import { type Asset, type IssuedAsset, XLM } from '@sdex/primitives'
import { accountId, text } from './fields.ts'
import { Misfit } from './misfit.ts'
import { createSeen, MAX_SEEN, type Seen } from './seen.ts'

/** An asset in three members, such as `base_asset_type`, `base_asset_code`, `base_asset_issuer` with the prefix `base_`. */
export function asset(
  [type, code, issuer]: readonly [type: unknown, code: unknown, issuer: unknown],
  prefix: string,
  seen: Seen = createSeen(),
): Asset {
  if (type === 'native') return XLM
  if (type !== 'credit_alphanum4' && type !== 'credit_alphanum12') {
    throw new Misfit('an asset type', `${prefix}asset_type`)
  }
  const known = find(code, issuer, seen)
  if (known !== undefined) return known
  if (!isCode(code)) throw new Misfit('an asset code', `${prefix}asset_code`)
  return remember({ type: 'issued', code, issuer: accountId(issuer, `${prefix}asset_issuer`) }, seen)
}

/** An asset in one text: `native` or `CODE:ISSUER`. */
export function assetText(value: unknown, path: string, seen: Seen = createSeen()): Asset {
  if (value === 'native') return XLM
  const [code, issuer, ...rest] = text(value, path).split(':')
  if (rest.length > 0 || !isCode(code)) throw new Misfit("'native' or CODE:ISSUER", path)
  return find(code, issuer, seen) ?? remember({ type: 'issued', code, issuer: accountId(issuer, path) }, seen)
}

const assetCode = /^[A-Za-z0-9]{1,12}$/

function isCode(code: unknown): code is string {
  return typeof code === 'string' && assetCode.test(code)
}

function find(code: unknown, issuer: unknown, { assets }: Seen): IssuedAsset | undefined {
  for (let at = 0; at < assets.length; at += 1) {
    const known = assets[at]
    if (known !== undefined && known.code === code && known.issuer === issuer) return known
  }
  return undefined
}

function remember(asset: IssuedAsset, { assets }: Seen): IssuedAsset {
  if (assets.length < MAX_SEEN) assets.push(asset)
  return asset
}
