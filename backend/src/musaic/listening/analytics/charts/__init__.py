"""Charts by family. Each folder answers some questions, with the same furniture in each.

``router.py`` (the routes), ``service.py`` (figures to charts), ``schemas.py`` (what is answered) and
``repository.py`` (the queries). What several families need lies above, in ``analytics/repository``.
"""
