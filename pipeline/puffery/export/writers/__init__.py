"""One file a family of formats; `puffery.export.formats` knows them by name."""
