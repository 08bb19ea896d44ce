import { Injectable } from '@angular/core';
import type { PatientForm } from './patient-fields';

/** A patient one page hands to the next one's form: in memory and once, since addresses and the browser's history keep no patients. */
@Injectable({ providedIn: 'root' })
export class HandedPatient {
  private patient: PatientForm | null = null;

  give(patient: PatientForm): void {
    this.patient = patient;
  }

  take(): PatientForm | null {
    const { patient } = this;
    this.patient = null;
    return patient;
  }
}
