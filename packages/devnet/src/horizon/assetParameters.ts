import { isAccountId } from '@sdex/primitives'
import { type AssetId, NATIVE } from '../ledger/entries.ts'
import { type ApiRequest, accountParameter, parameter } from './apiRequest.ts'
import { badRequest, invalidField, ProblemError } from './problem.ts'

type Triple = { readonly type: string; readonly code: string; readonly issuer: string }

function triple(request: ApiRequest, prefix: string): Triple {
  const read = (name: string): string => parameter(request, `${prefix}_asset_${name}`)
  return { type: read('type'), code: read('code'), issuer: read('issuer') }
}

const CODE_LENGTHS = { credit_alphanum4: 4, credit_alphanum12: 12 } as const

/** The asset of an order book, which has one problem for every fault. */
export function orderBookAsset(request: ApiRequest, prefix: string): AssetId {
  const { type, code, issuer } = triple(request, prefix)
  if (type === NATIVE) return NATIVE
  const isCode = isCreditType(type) && code.length <= CODE_LENGTHS[type]
  if (isCode && isCodeText(code) && isAccountId(issuer)) return `${code}:${issuer}`
  throw new ProblemError(badRequest)
}

/** The asset of a pair's side, or undefined when no type is given. The length of the code decides, whatever the type says. */
export function tradesAsset(request: ApiRequest, prefix: string): AssetId | undefined {
  const { type, code, issuer } = triple(request, prefix)
  const field = (name: string): string => `${prefix}_asset_${name}`
  if (type === '') {
    if (code !== '' || issuer !== '') throw invalidField(field('type'), 'Missing parameter')
    return undefined
  }
  if (type === NATIVE) return NATIVE
  if (!isCreditType(type)) {
    throw invalidField(field('type'), TYPE_TO_BE)
  }
  if (issuer === '') {
    const reason = `invalid ${prefix}_asset: strkey is 0 bytes long; minimum valid length is 5`
    throw invalidField(`${prefix}_asset`, reason)
  }
  if (!isAccountId(issuer)) {
    throw invalidField(field('issuer'), 'Account ID must start with `G` and contain 56 alphanum characters')
  }
  if (isCodeText(code)) return `${code}:${issuer}`
  throw invalidField(`${prefix}_asset`, `invalid ${prefix}_asset: Asset code length is invalid`)
}

/** The asset at the fixed end of a path. That its type and issuer can be read is checked before, by {@link checkPathsAsset}. */
export function pathsAsset(request: ApiRequest, prefix: 'source' | 'destination'): AssetId {
  return typedAsset(request, prefix) ?? NATIVE
}

/** The first look at a path's asset; how its parts fit together is looked at after other parameters. */
export function checkPathsAsset(request: ApiRequest, prefix: 'source' | 'destination'): void {
  const { type } = triple(request, prefix)
  const field = `${prefix}_asset_type`
  if (type === '') throw invalidField(field, 'Missing required field')
  if (type !== NATIVE && !isCreditType(type)) throw invalidField(field, TYPE_TO_BE)
  accountParameter(request, `${prefix}_asset_issuer`)
}

/** A comma-separated list of `native` and `CODE:ISSUER`. */
export function assetList(request: ApiRequest, field: string, maxCount: number): readonly AssetId[] {
  const assets = parameter(request, field)
    .split(',')
    .map((entry) => listedAsset(field, entry))
  if (assets.length <= maxCount) return assets
  throw invalidField(field, `list of assets exceeds maximum length of ${maxCount}`)
}

function listedAsset(field: string, entry: string): AssetId {
  if (entry === NATIVE) return NATIVE
  const [code = '', issuer, ...rest] = entry.split(':')
  const fault = `${entry} is not a valid asset`
  if (issuer === undefined || rest.length > 0) throw invalidField(field, fault)
  if (!isCodeText(code)) throw invalidField(field, `${fault}, it contains an invalid asset code`)
  if (!isAccountId(issuer)) throw invalidField(field, `${fault}, it contains an invalid issuer`)
  return entry
}

/** A filter of accounts and claimable balances: `native` or `CODE:ISSUER`, or undefined when it is absent. */
export function assetFilter(request: ApiRequest): AssetId | undefined {
  const text = parameter(request, 'asset')
  if (text === '') return undefined
  if (isCanonical(text)) return text
  const reason = 'Asset must be the string "native" or a string of the form "Code:IssuerAccountID" for issued assets.'
  throw invalidField('asset', reason)
}

/** The assets that a pool has to hold. */
export function reservesFilter(request: ApiRequest): readonly AssetId[] {
  const text = parameter(request, 'reserves')
  if (text === '') return []
  const reserves = text.split(',')
  if (reserves.length > 2) throw invalidField('reserves', 'reserves exceeds maximum length of 2')
  if (reserves.every(isCanonical)) return reserves
  throw invalidField('reserves', 'Invalid reserves, should be comma-separated list of assets in canonical form')
}

/** The code, the issuer or both of the assets in a list. */
export function assetNameFilter(request: ApiRequest): { readonly code?: string; readonly issuer?: string } {
  const [code, issuer] = [parameter(request, 'asset_code'), parameter(request, 'asset_issuer')]
  if (code !== '' && !isCodeText(code)) throw invalidField('asset_code', `${code} is not a valid asset code`)
  if (issuer !== '' && !isAccountId(issuer)) throw invalidField('asset_issuer', `${issuer} is not a valid asset issuer`)
  return { ...(code === '' ? {} : { code }), ...(issuer === '' ? {} : { issuer }) }
}

/** The place in a list of assets that a token `CODE_ISSUER_asset_type` stands for; undefined for none. */
export function assetCursor(cursor: string): AssetId | undefined {
  if (cursor === '') return undefined
  const refuse = (reason: string): never => {
    throw invalidField('cursor', reason)
  }
  const [code = '', issuer, ...rest] = cursor.split('_')
  if (issuer === undefined || rest.length === 0) return refuse('the cursor is not a valid paging_token')
  const type = rest.join('_')
  if (!isCodeText(code)) refuse(`${code} is not a valid asset code`)
  if (!isAccountId(issuer)) refuse(`${issuer} is not a valid asset issuer`)
  if (!ASSET_TYPES.includes(type)) refuse(`${type} is not a valid asset type`)
  return `${code}:${issuer}`
}

const ASSET_TYPES = [NATIVE, 'credit_alphanum4', 'credit_alphanum12', 'liquidity_pool_shares']

function isCanonical(text: string): boolean {
  const [code = '', issuer = '', ...rest] = text.split(':')
  return text === NATIVE || (isCodeText(code) && isAccountId(issuer) && rest.length === 0)
}

/** A filter of /offers: `selling=CODE:ISSUER`, or the older three parameters, never both. */
export function offersAsset(request: ApiRequest, prefix: 'selling' | 'buying'): AssetId | undefined {
  const canonical = parameter(request, prefix)
  const { type } = triple(request, prefix)
  if (canonical === '') return legacyOffersAsset(request, prefix)
  if (type === '') return canonicalAsset(prefix, canonical)
  const reason = `Ambiguous parameter, you can't include both \`${prefix}\` and \`${prefix}_asset_type\`. Remove all parameters of the form \`${prefix}_\``
  throw invalidField(`${prefix}_asset_type`, reason)
}

function canonicalAsset(field: string, text: string): AssetId {
  if (text === NATIVE) return NATIVE
  const [code = '', issuer, ...rest] = text.split(':')
  if (issuer === undefined || rest.length > 0) throw invalidField(field, 'missing colon')
  if (!isCodeText(code)) throw invalidField(field, 'Asset code length is invalid')
  if (!isAccountId(issuer)) throw invalidField(field, strkeyFault(issuer))
  return text
}

function legacyOffersAsset(request: ApiRequest, prefix: string): AssetId | undefined {
  const { issuer } = triple(request, prefix)
  const asset = typedAsset(request, prefix)
  if (asset === undefined || asset === NATIVE || isAccountId(issuer)) return asset
  const extras = { reason: `bad ${prefix} asset: ${strkeyFault(issuer)}` }
  throw new ProblemError({ ...badRequest, extras })
}

/** An asset of three parameters that fit together; whether the issuer is one is left to be checked. */
function typedAsset(request: ApiRequest, prefix: string): AssetId | undefined {
  const { type, code, issuer } = triple(request, prefix)
  const field = (name: string): string => `${prefix}_asset_${name}`
  if (type === '') {
    if (code !== '' || issuer !== '') throw invalidField(field('type'), 'Missing parameter')
    return undefined
  }
  if (type === NATIVE) {
    if (code !== '') throw invalidField(field('code'), 'native asset does not have a code')
    if (issuer !== '') throw invalidField(field('issuer'), 'native asset does not have an issuer')
    return NATIVE
  }
  if (!isCreditType(type)) throw invalidField(field('type'), UNKNOWN_TYPE)
  if (!isCodeText(code) || code.length > CODE_LENGTHS[type]) {
    throw invalidField(field('code'), 'Asset code must be 1-12 alphanumeric characters')
  }
  if (issuer === '') throw invalidField(field('issuer'), 'Missing parameter')
  return `${code}:${issuer}`
}

const TYPE_TO_BE = 'Asset type must be native, credit_alphanum4 or credit_alphanum12'

const UNKNOWN_TYPE =
  "invalid asset type: was not one of 'native', 'credit_alphanum4', 'credit_alphanum12', 'liquidity_pool_shares'"

function isCreditType(type: string): type is keyof typeof CODE_LENGTHS {
  return type in CODE_LENGTHS
}

function isCodeText(code: string): boolean {
  return /^[a-zA-Z0-9]{1,12}$/.test(code)
}

function strkeyFault(text: string): string {
  if (text.length < 5) return `strkey is ${text.length} bytes long; minimum valid length is 5`
  const stray = text.search(/[^A-Z2-7]/)
  if (stray !== -1) return `base32 decode failed: illegal base32 data at input byte ${stray}`
  if (text.length !== 56) return 'non-canonical strkey; unused leftover character'
  return text.startsWith('G') ? 'invalid checksum' : 'invalid version byte'
}
