import { type Asset, type IssuedAsset, XLM } from '@sdex/primitives'
import { accountId, text } from './fields.ts'
import { Misfit } from './misfit.ts'
import { createSeen, MAX_SEEN, type Seen } from './seen.ts'

const assetCode = /^[A-Za-z0-9]{1,12}$/

/** An asset in three members, such as `base_asset_type`, `base_asset_code`, `base_asset_issuer` with the prefix `base_`. */
export function asset(
  [type, code, issuer]: readonly [type: unknown, code: unknown, issuer: unknown],
  prefix: string,
  seen: Seen = createSeen(),
): Asset {
  if (type === 'native') return XLM
  if (type !== 'credit_alphanum4' && type !== 'credit_alphanum12') {
    throw new Misfit(typeof type === 'string' ? 'an asset type' : 'a text', `${prefix}asset_type`)
  }
  return issued(code, issuer, seen) ?? checked(code, issuer, prefix, seen)
}

function issued(code: unknown, issuer: unknown, { assets }: Seen): IssuedAsset | undefined {
  for (let at = 0; at < assets.length; at += 1) {
    const known = assets[at]
    if (known !== undefined && known.code === code && known.issuer === issuer) return known
  }
  return undefined
}

function checked(code: unknown, issuer: unknown, prefix: string, seen: Seen): IssuedAsset {
  if (!assetCode.test(text(code, `${prefix}asset_code`))) throw new Misfit('an asset code', `${prefix}asset_code`)
  const found: IssuedAsset = {
    type: 'issued',
    code: text(code, `${prefix}asset_code`),
    issuer: accountId(issuer, `${prefix}asset_issuer`),
  }
  if (seen.assets.length < MAX_SEEN) seen.assets.push(found)
  return found
}

/** An asset in one text: `native` or `CODE:ISSUER`. */
export function assetText(value: unknown, path: string, seen: Seen = createSeen()): Asset {
  if (value === 'native') return XLM
  const [code = '', issuer = '', ...rest] = text(value, path).split(':')
  const known = issued(code, issuer, seen)
  if (known !== undefined) return known
  if (rest.length > 0 || !assetCode.test(code)) throw new Misfit("'native' or CODE:ISSUER", path)
  const found: IssuedAsset = { type: 'issued', code, issuer: accountId(issuer, path) }
  if (seen.assets.length < MAX_SEEN) seen.assets.push(found)
  return found
}
