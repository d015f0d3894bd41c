"""The license of the guide's own words, as LICENSE-CONTENT gives it: its SPDX id, its name for readers, its address."""

LICENSE_ID = "CC-BY-4.0"
LICENSE_NAME = "CC BY 4.0"
LICENSE_URL = "https://creativecommons.org/licenses/by/4.0/"
