// Modules every object of an exam shares: patient, study, series, equipment and SOP common (PS3.3 C.7, C.12).
import { type Dataset } from '../dicom/dictionary';
import { type DemoExam } from '../exams/exam';
import { type SeriesPlan } from '../exams/phantom';
import { dicomName, plain } from '../people/name';
import { facilityOf } from '../places/facilities';
import { type Facility } from '../places/facility';
import { ageString, dicomDate, dicomTime, MINUTE, offset } from '../time';
import { uid } from '../uids';

export interface Moment {
  readonly date: string;
  readonly time: string;
}

/** When a series was made: the study begins, each further series is three minutes later. */
export function madeAt(exam: DemoExam, order: number, zone: string): Moment {
  const at = new Date(exam.studyAt.getTime() + order * 3 * MINUTE);
  return { date: dicomDate(at, zone), time: dicomTime(at, zone) };
}

function patientModule(exam: DemoExam, facility: Facility): Dataset {
  const { patient } = exam;
  const spell = facility.spelling === 'capitals' ? plain : (text: string): string => text;
  const issuer: Dataset = patient.issuer
    ? {
        IssuerOfPatientID: patient.issuer.namespace,
        IssuerOfPatientIDQualifiersSequence: [{ UniversalEntityID: patient.issuer.oid, UniversalEntityIDType: 'ISO' }],
      }
    : {};
  const { date } = madeAt(exam, 0, facility.zone);
  return {
    PatientName: dicomName(patient.name, facility.spelling, patient.native),
    PatientID: patient.id,
    ...issuer,
    PatientBirthDate: patient.birthDate ?? '',
    PatientSex: patient.sex === 'U' ? '' : patient.sex,
    ...(patient.birthDate ? { PatientAge: ageString(patient.birthDate, date) } : {}),
    ...(patient.birthName ? { PatientBirthName: spell(patient.birthName) } : {}),
    ...(patient.address
      ? {
          PatientAddress: spell(
            `${patient.address.street}, ${patient.address.city}, ${patient.address.state} ${patient.address.zip}`,
          ).slice(0, 64),
        }
      : {}),
    ...(patient.phone ? { PatientTelephoneNumbers: patient.phone } : {}),
  };
}

function studyModule(exam: DemoExam, facility: Facility): Dataset {
  const { date, time } = madeAt(exam, 0, facility.zone);
  const issuer: Dataset =
    facility.sendsIssuer && exam.accession !== ''
      ? {
          IssuerOfAccessionNumberSequence: [
            { LocalNamespaceEntityID: facility.key, UniversalEntityID: facility.orderIssuer, UniversalEntityIDType: 'ISO' },
          ],
        }
      : {};
  return {
    StudyInstanceUID: exam.studyUid,
    StudyDate: date,
    StudyTime: time,
    AccessionNumber: exam.accession,
    ...issuer,
    StudyID: exam.studyId,
    StudyDescription: facility.spelling === 'capitals' ? plain(exam.description).slice(0, 64) : exam.description,
    ReferringPhysicianName: dicomName(exam.referrer, facility.spelling, false),
    ...(exam.report ? { NameOfPhysiciansReadingStudy: dicomName(exam.report.author, facility.spelling, false) } : {}),
  };
}

function equipmentModule(plan: SeriesPlan, facility: Facility, modality: string): Dataset {
  const device =
    facility.devices.find((d) => d.modality === modality) ?? facility.devices.find((d) => d.modality === 'OT') ?? facility.devices[0];
  if (!device) return { Manufacturer: '' };
  return {
    Manufacturer: device.manufacturer,
    ManufacturerModelName: device.model,
    StationName: device.station,
    DeviceSerialNumber: device.serial,
    SoftwareVersions: device.software,
    InstitutionName: facility.institution,
    InstitutionAddress: facility.spelling === 'capitals' ? plain(facility.address) : facility.address,
    ...(plan.protocol ? { ProtocolName: plan.protocol } : {}),
  };
}

export const seriesUid = (exam: DemoExam, plan: SeriesPlan): string => uid(exam.uidRoot, 'series', plan.number);
export const sopUid = (exam: DemoExam, plan: SeriesPlan, index: number): string => uid(exam.uidRoot, 'sop', plan.number, index);

/** All shared attributes of object `index` of a series. `order` is the place of the series in the exam. */
export function commonModules(exam: DemoExam, plan: SeriesPlan, order: number, index: number): Dataset {
  const facility = facilityOf(plan.madeBy ?? exam.facility);
  const { date, time } = madeAt(exam, order, facility.zone);
  const modality = plan.modality;
  const set: Dataset = exam.charset ? { SpecificCharacterSet: exam.charset } : {};
  const bodyPart: Dataset = ['DOC', 'SR', 'XC'].includes(modality) ? {} : { BodyPartExamined: exam.bodyPart };
  return {
    ...set,
    TimezoneOffsetFromUTC: offset(exam.studyAt, facility.zone),
    InstanceCreationDate: date,
    InstanceCreationTime: time,
    SOPInstanceUID: sopUid(exam, plan, index),
    ...patientModule(exam, facility),
    ...studyModule(exam, facility),
    ...equipmentModule(plan, facility, modality),
    ...bodyPart,
    Modality: modality,
    SeriesInstanceUID: seriesUid(exam, plan),
    SeriesNumber: plan.number,
    SeriesDate: date,
    SeriesTime: time,
    SeriesDescription: plan.description,
    InstanceNumber: index + 1,
    ContentDate: date,
    ContentTime: time,
    ...(modality === 'XC' || modality === 'OT' || modality === 'DOC' || modality === 'SR'
      ? {}
      : { AcquisitionDate: date, AcquisitionTime: time }),
  };
}
