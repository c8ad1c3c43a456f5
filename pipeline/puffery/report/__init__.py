"""Writes a finished audit to disk: JSON lines, run facts and an HTML report.

In: `ArticleAudit`s one after another, then an `AuditRun`. Out: a run folder. Start at
`report.write.ReportWriter`.
"""
