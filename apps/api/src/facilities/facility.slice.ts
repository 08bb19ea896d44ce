import type { Slice } from '../platform/slice';
import { FacilityController } from './facility.controller';

export const facilitySlice: Slice = { name: 'facilities', controllers: [FacilityController] };
