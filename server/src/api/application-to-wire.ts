import type { OnboardingDesk, OwnApplication } from '#domain/onboarding/read-desk.ts'

/** Counts and instants as they cross the wire; who rejected and who holds the claim stay here. */
export function applicationToWire(application: OwnApplication['application']) {
  const { claimedBy: _claimedBy, rejectedBy: _rejectedBy, submittedForm: _submitted, ...rest } = application
  return rest
}

export function documentToWire({ bytes, ...document }: OwnApplication['documents'][number]) {
  return { ...document, bytes: Number(bytes) }
}

export function deskToWire({ own, ...desk }: OnboardingDesk) {
  return {
    ...desk,
    own: own && {
      ...own,
      application: applicationToWire(own.application),
      documents: own.documents.map(documentToWire),
    },
  }
}
