import { type Breakages, inBody, status, swapped } from '../breakage.ts'

export const pathBreakages: Breakages = {
  364: swapped('source_asset_type', 'source_amount'),
  365: inBody('"_embedded"', '"_links": {},\n  "_embedded"'),
  366: inBody('"destination_amount": "5.0000000"', '"destination_amount": "5.0000001"'),
  367: inBody('"source_amount": "31.0000000"', '"source_amount": "30.0000000"'),
  368: status(404, /\/paths\?/),
  369: inBody(/"path": \[/, '"path": [\n          {},'),
  370: inBody('"destination_asset_type": "native"', '"destination_asset_type": "XLM"'),
  371: inBody('"records": []', '"records": [\n      {}\n    ]'),
  372: inBody('"records": [', '"records": [\n      {\n        "source_asset_type": "native"\n      },'),
  373: status(404),
  374: inBody('Both fields cannot be present.', ''),
  437: inBody('limit of 15', 'limit of 20'),
}

export const aggregationBreakages: Breakages = {
  375: swapped('trade_count', 'base_volume'),
  376: inBody('"avg": "2.0000000"', '"avg": "2.0"'),
  377: inBody(/"n": "4",\s*"d": "2"/, '"n": "2",\n          "d": "1"'),
  378: inBody('"counter_volume": "105.0000000"', '"counter_volume": "210.0000000"'),
  379: inBody(/"timestamp": "/, '"timestamp": "1'),
  380: inBody('"href": ""', '"href": "/trade_aggregations"'),
  381: inBody('"records": []', '"records": [\n      {}\n    ]'),
  382: inBody(/"invalid_field": "base_asset"/, '"invalid_field": "base"'),
  433: inBody('start_time=0', 'start_time=604800000'),
  434: inBody(/end_time=\d/, 'end_time='),
}
