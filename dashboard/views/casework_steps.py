"""Every step of a case that is one form, by its address."""

from dashboard.views.casework_step import Step
from dashboard.views.casework_steps_agency import AGENCY_STEPS
from dashboard.views.casework_steps_platform import PLATFORM_STEPS

STEPS: tuple[Step, ...] = (*PLATFORM_STEPS, *AGENCY_STEPS)
STEP = {step.slug: step for step in STEPS}
