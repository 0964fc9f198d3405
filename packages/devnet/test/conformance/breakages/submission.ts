import { type Breakage, type Breakages, header, inBody, status } from '../breakage.ts'

const post = /^POST /
const code = (from: string, to: string): Breakage => inBody(from, to, post)

export const submissionBreakages: Breakages = {
  202: inBody(/"fee_charged": "\d+"/, '"fee_charged": "1"', post),
  203: status(400, post),
  204: inBody('"extras": {', '"extras": {\n    "hash": "ab",', post),
  205: status(409, post),
  206: inBody(/"fee_charged": "200"/, '"fee_charged": "0"'),
  207: status(200, /transactions\/\w{64}/),
  208: inBody('\\u0026\\u003c', '', post),
  209: inBody('"envelope_xdr": ""', '"envelope_xdr": null', post),
  210: status(400, post),
  211: status(415, post),
  212: inBody('"result_xdr": "AAAAAAAAAGT', '"result_xdr": "AAAAAAAAAAD', post),
  213: inBody('"transaction": "tx_bad_seq"', '"transaction": "tx_bad_seq",\n      "operations": []', post),
}

export const refusalBreakages: Breakages = {
  214: code('tx_bad_auth', 'tx_bad_auth_extra'),
  215: code('tx_bad_auth_extra', 'tx_bad_auth'),
  216: code('tx_too_early', 'tx_early'),
  217: code('tx_too_late', 'tx_late'),
  218: code('tx_missing_operation', 'tx_malformed'),
  219: code('tx_no_source_account', 'tx_no_account'),
  220: code('tx_bad_sponsorship', 'tx_failed'),
  221: code('tx_bad_minseq_age_or_gap', 'tx_bad_min_seq_age_or_gap'),
  222: inBody('tx_insufficient_balance', 'tx_insufficient_fee', post),
  223: inBody(/"inner_transaction": "tx_failed",\s*/, '', post),
}

export const operationCodeBreakages: Breakages = {
  224: code('"sell_not_authorized"', '"op_sell_not_authorized"'),
  225: code('op_src_no_trust', 'op_no_trust'),
  226: code('op_over_source_max', 'op_over_sendmax'),
  227: code('op_already_exists', 'op_already_exist'),
  228: code('op_under_minimum', 'op_unknown'),
  229: code('op_cant_revoke', 'op_unknown'),
}

export const asynchronousBreakages: Breakages = {
  230: header('content-type', 'application/json', post),
  231: status(200, post),
  232: inBody('TRY_AGAIN_LATER', 'PENDING', post),
  233: header('content-type', 'application/problem+json', post),
  234: inBody(/,\s*"error": \{\}/, '', post),
  235: inBody('TRY_AGAIN_LATER', 'DUPLICATE', post),
}
