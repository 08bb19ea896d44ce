/** Defined terms of Modality (0008,0060), PS3.3 C.7.3.1.1.1, with the words for people. */
const MODALITIES: Readonly<Record<string, string>> = {
  ANN: 'Annotation', AR: 'Autorefraction', ASMT: 'Content assessment', AU: 'Audio', BDUS: 'Bone densitometry, ultrasound',
  BI: 'Biomagnetic imaging', BMD: 'Bone densitometry, X-ray', CFM: 'Confocal microscopy', CR: 'Computed radiography',
  CT: 'Computed tomography', CTPROTOCOL: 'CT protocol', DG: 'Diaphanography', DMS: 'Dermoscopy', DOC: 'Document',
  DX: 'Digital radiography', ECG: 'Electrocardiography', EEG: 'Electroencephalography', EMG: 'Electromyography',
  EOG: 'Electrooculography', EPS: 'Cardiac electrophysiology', ES: 'Endoscopy', FID: 'Fiducials', GM: 'General microscopy',
  HC: 'Hard copy', HD: 'Hemodynamic waveform', IO: 'Intra-oral radiography', IOL: 'Intraocular lens data',
  IVOCT: 'Intravascular optical coherence tomography', IVUS: 'Intravascular ultrasound', KER: 'Keratometry',
  KO: 'Key object selection', LEN: 'Lensometry', LS: 'Laser surface scan', M3D: '3D manufacturing model', MG: 'Mammography',
  MR: 'Magnetic resonance', NM: 'Nuclear medicine', OAM: 'Ophthalmic axial measurements', OCT: 'Optical coherence tomography',
  OP: 'Ophthalmic photography', OPM: 'Ophthalmic mapping', OPT: 'Ophthalmic tomography',
  OPTBSV: 'Ophthalmic tomography B-scan analysis', OPTENF: 'Ophthalmic tomography en face', OPV: 'Ophthalmic visual field',
  OSS: 'Optical surface scan', OT: 'Other', PA: 'Photoacoustic', PLAN: 'Plan', POS: 'Position sensor', PR: 'Presentation state',
  PT: 'Positron emission tomography', PX: 'Panoramic X-ray', REG: 'Registration', RESP: 'Respiratory waveform',
  RF: 'Radiofluoroscopy', RG: 'Radiographic imaging, film', RTDOSE: 'Radiotherapy dose', RTIMAGE: 'Radiotherapy image',
  RTINTENT: 'Radiotherapy intent', RTPLAN: 'Radiotherapy plan', RTRAD: 'Radiotherapy radiation',
  RTRECORD: 'Radiotherapy treatment record', RTSEGANN: 'Radiotherapy segment annotation', RTSTRUCT: 'Radiotherapy structure set',
  RWV: 'Real world value map', SEG: 'Segmentation', SM: 'Slide microscopy', SMR: 'Stereometric relationship',
  SR: 'Structured report', SRF: 'Subjective refraction', STAIN: 'Automated slide stainer', TEXTUREMAP: 'Texture map',
  TG: 'Thermography', US: 'Ultrasound', VA: 'Visual acuity', XA: 'X-ray angiography', XAPROTOCOL: 'XA protocol',
  XC: 'External-camera photography',
};

export const MODALITY_CODES: readonly string[] = Object.keys(MODALITIES);

/** The code itself when it is not a defined term. */
export const modalityName = (code: string): string => (Object.hasOwn(MODALITIES, code) ? MODALITIES[code]! : code);
