export { conditions, factRows, keyedRows, policyTexts, retentionLayers, segmentsOf, type KeyedRow } from './policy-arbitraries';
