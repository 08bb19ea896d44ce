/** Of which things the events of a movement tell: the exam and the send it belongs to, or the request it is fetched for. */
export const told = (t: { readonly exam_id: string | null; readonly send_id?: string | null; readonly request_id?: string | null }): Record<string, unknown> =>
  ({ ...(t.exam_id ? { examId: t.exam_id } : {}), ...(t.send_id ? { sendId: t.send_id } : {}), ...(t.request_id ? { requestId: t.request_id } : {}) });
