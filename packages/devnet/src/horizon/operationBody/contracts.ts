import { Buffer } from 'node:buffer'
import { xdr } from '@stellar/stellar-sdk'
import type { JsonObject } from '../json.ts'

const SCV_SYMBOL = 15
const SCV_ADDRESS = 18

/**
 * A contract call, as far as one can be in a ledger here: those that a fault injects pass no arguments. A list that nothing was put into is null in Horizon.
 */
export function invokeBody({ hostFunction }: xdr.InvokeHostFunctionOpWire): JsonObject {
  const parameters =
    hostFunction.type === 0
      ? [
          parameter('Address', { type: SCV_ADDRESS, address: hostFunction.invokeContract.contractAddress }),
          parameter('Sym', { type: SCV_SYMBOL, sym: hostFunction.invokeContract.functionName }),
        ]
      : null
  return {
    function: FUNCTIONS[hostFunction.type],
    parameters,
    address: '',
    salt: '',
    asset_balance_changes: null,
  }
}

const FUNCTIONS = (['InvokeContract', 'CreateContract', 'UploadContractWasm', 'CreateContractV2'] as const).map(
  (name) => `HostFunctionTypeHostFunctionType${name}`,
)

function parameter(type: string, value: xdr.ScValWire): JsonObject {
  return { value: Buffer.from(xdr.ScVal.schema.encode(value)).toString('base64'), type }
}
