rule a "‮ evil" when b  # ok ⁦ not
